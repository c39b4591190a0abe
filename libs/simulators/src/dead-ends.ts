import type { NextFunction, Request, Response } from "express";

import { send } from "./exchange.ts";
import type { Answer } from "./exchange.ts";

/** The web server's own page for an address that no application serves: HTML, as IIS has it. */
export function withoutRoute(_request: Request, response: Response): void {
  const headers = { "content-type": "text/html; charset=utf-8" };
  const body = "<html><body><h2>404 - File or directory not found.</h2></body></html>";
  send(response, { status: 404, headers, body });
}

/** Last in line: what nobody foresaw is the helpdesk's own 500. */
export function brokenRequest(serverError: (request: Request) => Answer) {
  return (error: unknown, request: Request, response: Response, next: NextFunction): void => {
    if (response.headersSent) next(error);
    else send(response, serverError(request));
  };
}

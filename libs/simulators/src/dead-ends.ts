import type { NextFunction, Request, Response } from "express";

import { send } from "./exchange.ts";
import type { Answer } from "./exchange.ts";

/** The web server's own page for an address that no application serves: HTML, as IIS has it. */
export function withoutRoute(_request: Request, response: Response): void {
  const headers = { "content-type": "text/html; charset=utf-8" };
  const body = "<html><body><h2>404 - File or directory not found.</h2></body></html>";
  send(response, { status: 404, headers, body });
}

/** Last in line: a body over the limit is the web server's 413, anything else the helpdesk's own 500. */
export function brokenRequest(serverError: (request: Request) => Answer) {
  return (error: unknown, request: Request, response: Response, next: NextFunction): void => {
    if (response.headersSent) {
      next(error);
      return;
    }
    const tooLarge = error instanceof Error && "type" in error && error.type === "entity.too.large";
    const headers = { "content-type": "text/html; charset=utf-8" };
    const body = "<html><body><h2>413 - Request Entity Too Large.</h2></body></html>";
    send(response, tooLarge ? { status: 413, headers, body } : serverError(request));
  };
}

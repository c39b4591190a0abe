import { version } from "@ticket-bridge/assembly";
import type { RequestHandler } from "express";

const page = `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><title>ticket-bridge</title></head>
<body>
<h1>ticket-bridge ${version} is running</h1>
<p>It keeps tickets in SuperOffice Service and Requestor telling the same story.</p>
<p>Its dashboard is not built here; <code>npm run build</code> builds it for the next start.</p>
<ul>
<li>The admin API is described at <a href="/api/openapi.json">/api/openapi.json</a>; it needs the admin token.</li>
<li><a href="/readyz">/readyz</a> tells whether it is ready, <a href="/metrics">/metrics</a> its numbers.</li>
</ul>
</body>
</html>
`;

/** What stands at `/` while the dashboard is not built. */
export const frontPage: RequestHandler = ({ path, method }, response, next) => {
  if (path === "/" && (method === "GET" || method === "HEAD")) response.type("html").send(page);
  else next();
};

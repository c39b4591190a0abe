import { version } from "@ticket-bridge/assembly";

/** What a browser shows at the root. */
export const frontPage = `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><title>ticket-bridge</title></head>
<body>
<h1>ticket-bridge ${version} is running</h1>
<p>It keeps tickets in SuperOffice Service and Requestor telling the same story.</p>
<ul>
<li>The admin API is described at <a href="/api/openapi.json">/api/openapi.json</a>; it needs the admin token.</li>
<li><a href="/readyz">/readyz</a> tells whether it is ready, <a href="/metrics">/metrics</a> its numbers.</li>
</ul>
</body>
</html>
`;

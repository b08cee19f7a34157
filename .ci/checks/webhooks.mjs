// A receiver of webhooks: node webhooks.mjs NODE_MODULES SECRET. Prints its port, then a line for each post: "ok", the id
// of the event and its transition if the verifier of Standard Webhooks accepts it, else "refused" and why.
import { createServer } from "node:http";
import { createRequire } from "node:module";
import { join, resolve } from "node:path";

const [modules, secret] = process.argv.slice(2);
const { Webhook } = createRequire(join(resolve(modules), "x"))("standardwebhooks");
const verifier = new Webhook(secret);

const server = createServer(async (request, response) => {
  const parts = [];
  for await (const part of request) parts.push(part);
  try {
    const event = verifier.verify(Buffer.concat(parts).toString(), request.headers);
    console.log(`ok ${request.headers["ce-id"]} ${event.transition} ${JSON.stringify(event.fallback ?? null)}`);
    response.writeHead(204).end();
  } catch (e) {
    console.log(`refused ${e.message}`);
    response.writeHead(401).end();
  }
});
server.listen(0, "127.0.0.1", () => console.log(server.address().port));

/** Programs that verify a delivery, by language. */
export const SAMPLES = {
  JavaScript: `// npm install standardwebhooks express
import express from "express";
import { Webhook } from "standardwebhooks";

const webhook = new Webhook(process.env.WEBHOOK_SECRET);

express()
  .post("/hooks/switchroom", express.raw({ type: "*/*" }), (request, response) => {
    let event;
    try {
      // Over the bytes that arrived, before anything parses them.
      event = webhook.verify(request.body, request.headers);
    } catch {
      return response.sendStatus(401);
    }
    // Keep it under request.headers["webhook-id"], unless it is known; work later.
    console.log(event.type, event.seq);
    response.sendStatus(204);
  })
  .listen(8080);
`,
  Python: `# pip install standardwebhooks flask
import os
from flask import Flask, request
from standardwebhooks import Webhook, WebhookVerificationError

app = Flask(__name__)
webhook = Webhook(os.environ["WEBHOOK_SECRET"])

@app.post("/hooks/switchroom")
def receive():
    try:
        # Over the bytes that arrived, before anything parses them.
        event = webhook.verify(request.get_data(), dict(request.headers))
    except WebhookVerificationError:
        return "", 401
    # Keep it under its webhook-id, unless it is known; work later.
    print(event["type"], event["seq"])
    return "", 204
`,
  Shell: `# What a signature is made of, to check one by hand.
# $ID and $TIMESTAMP are the headers webhook-id and webhook-timestamp, body.json has the bytes of the body.
key=$(printf %s "\${WEBHOOK_SECRET#whsec_}" | base64 -d | od -An -vtx1 | tr -d ' \\n')
{ printf '%s.%s.' "$ID" "$TIMESTAMP"; cat body.json; } |
  openssl dgst -sha256 -mac HMAC -macopt "hexkey:$key" -binary |
  base64 | sed 's/^/v1,/'    # is one of those in webhook-signature
`,
} as const;

export type Language = keyof typeof SAMPLES;

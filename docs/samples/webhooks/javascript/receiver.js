// Receives webhooks of Switchroom: `WEBHOOK_SECRETS="whsec_…" node receiver.js`, after `npm ci`.
//
// A delivery is verified, kept, answered, and handled after that.
'use strict';

const fs = require('node:fs');
const { createServer } = require('node:http');
const { Webhook } = require('standardwebhooks');

// While a secret is rotated, the new one and the old one, with a blank between.
const SECRETS = process.env.WEBHOOK_SECRETS.split(' ').map((secret) => new Webhook(secret));
const LARGEST_BODY = 16 * 1024 * 1024;
const INBOX = process.env.INBOX ?? 'inbox.jsonl';

// Whether one of the secrets has signed this, within the last five minutes.
function isSigned(headers, body) {
  return SECRETS.some((secret) => {
    try {
      secret.verify(body, headers);
      return true;
    } catch {
      return false;
    }
  });
}

// The deliveries that were accepted, and how far every room has come. This belongs into the database of whatever the events change, where
// what is older than a week can be dropped: nothing is tried for longer than three days.
class Inbox {
  #file = fs.openSync(INBOX, 'a+');
  #waiting = new Map();
  #accepted = new Set();
  #rooms = new Map();

  constructor() {
    for (const line of fs.readFileSync(INBOX, 'utf8').split('\n').filter(Boolean)) {
      const entry = JSON.parse(line);
      if (entry.handled) this.#waiting.delete(entry.handled);
      else this.#take(entry);
    }
  }

  // Keeps a delivery, unless it was accepted before.
  keep(id, sequence, body) {
    if (this.#accepted.has(id)) return;
    const entry = { id, sequence, event: JSON.parse(body) };
    this.#write(entry);
    this.#take(entry);
  }

  #take({ id, sequence, event }) {
    const room = event.room_id ?? '';
    // A later event of the room was here before: what this one says of the room is not the latest.
    const late = sequence <= (this.#rooms.get(room) ?? 0);
    if (!late) this.#rooms.set(room, sequence);
    this.#accepted.add(id);
    this.#waiting.set(id, { event, late });
  }

  // Handles whatever is kept: also, after a restart, what was accepted before.
  handleAll() {
    for (const [id, { event, late }] of this.#waiting) {
      handle(id, event, late);
      this.#waiting.delete(id);
      this.#write({ handled: id });
    }
  }

  #write(entry) {
    fs.writeSync(this.#file, `${JSON.stringify(entry)}\n`);
    fs.fdatasyncSync(this.#file);
  }
}

// What the webhook is for. Where it is late, it must not overwrite what is known of the room.
function handle(id, event, late) {
  console.log('handled', id, event.type, late ? 'late' : '');
}

const inbox = new Inbox();
inbox.handleAll();

const server = createServer((request, response) => {
  const answer = (status) => response.writeHead(status).end();
  const pieces = [];
  let bytes = 0;
  request.on('data', (piece) => {
    bytes += piece.length;
    if (bytes <= LARGEST_BODY) pieces.push(piece);
  });
  request.on('end', () => {
    if (bytes > LARGEST_BODY) return answer(413);
    const body = Buffer.concat(pieces).toString();
    if (request.method !== 'POST' || !isSigned(request.headers, body)) return answer(401);
    inbox.keep(request.headers['webhook-id'], Number(request.headers['switchroom-sequence']), body);
    answer(204);
    setImmediate(() => inbox.handleAll());
  });
});
server.listen(Number(process.env.PORT ?? 8080), '127.0.0.1', () => {
  console.log(`listening on http://127.0.0.1:${server.address().port}`);
});

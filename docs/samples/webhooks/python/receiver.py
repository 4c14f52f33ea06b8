"""Receives webhooks of Switchroom: `WEBHOOK_SECRETS="whsec_…" python receiver.py`.

A delivery is verified, kept, answered, and handled after that. Needs `pip install standardwebhooks`.
"""

import json
import os
import sqlite3
import threading
from contextlib import closing
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from standardwebhooks import Webhook

# While a secret is rotated, the new one and the old one, with a blank between.
SECRETS = [Webhook(secret) for secret in os.environ["WEBHOOK_SECRETS"].split()]
LARGEST_BODY = 16 * 1024 * 1024

# The ids of deliveries that were accepted, and how far every room has come. This belongs into the database of whatever the events change.
INBOX = os.environ.get("INBOX", "inbox.db")
SCHEMA = """
PRAGMA journal_mode = WAL;
CREATE TABLE IF NOT EXISTS deliveries (id TEXT PRIMARY KEY, body TEXT, late BOOLEAN, handled BOOLEAN DEFAULT FALSE,
                                       received_at TEXT DEFAULT CURRENT_TIMESTAMP);
CREATE TABLE IF NOT EXISTS rooms (id TEXT PRIMARY KEY, sequence INTEGER);
"""
lock = threading.Lock()
more = threading.Event()


def is_signed(headers, body):
    """Whether one of the secrets has signed this, within the last five minutes."""
    for secret in SECRETS:
        try:
            secret.verify(body, headers, json_parse=False)
            return True
        except Exception:  # Whatever is wrong with a signature, it is not one of this secret.
            continue
    return False


def keep(database, id, sequence, body):
    """Keeps a delivery, unless it was accepted before."""
    with lock, database:
        if database.execute("SELECT 1 FROM deliveries WHERE id = ?", (id,)).fetchone():
            return
        room = json.loads(body)["room_id"] or ""
        known = database.execute("SELECT sequence FROM rooms WHERE id = ?", (room,)).fetchone()
        # A later event of the room was here before: what this one says of the room is not the latest.
        late = known is not None and sequence <= known[0]
        database.execute("INSERT INTO deliveries (id, body, late) VALUES (?, ?, ?)", (id, body.decode(), late))
        if not late:
            database.execute("INSERT OR REPLACE INTO rooms (id, sequence) VALUES (?, ?)", (room, sequence))
        # Nothing is tried for longer than three days.
        database.execute("DELETE FROM deliveries WHERE handled AND received_at < datetime('now', '-7 days')")


def handle(id, event, late):
    """What the webhook is for. Where it is late, it must not overwrite what is known of the room."""
    print("handled", id, event["type"], "late" if late else "", flush=True)


def handle_all():
    """Handles whatever is kept: also, after a restart, what was accepted before."""
    database = sqlite3.connect(INBOX)
    while True:
        more.clear()
        for id, body, late in database.execute("SELECT id, body, late FROM deliveries WHERE NOT handled ORDER BY rowid").fetchall():
            handle(id, json.loads(body), late)
            with lock, database:
                database.execute("UPDATE deliveries SET handled = TRUE WHERE id = ?", (id,))
        more.wait()


class Receiver(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_POST(self):
        length = int(self.headers.get("content-length", 0))
        if length > LARGEST_BODY:
            return self.answer(413)
        body = self.rfile.read(length)
        if not is_signed(dict(self.headers), body):
            return self.answer(401)
        with closing(sqlite3.connect(INBOX)) as database:
            keep(database, self.headers["webhook-id"], int(self.headers["switchroom-sequence"]), body)
        more.set()
        self.answer(204)

    def answer(self, status):
        self.send_response(status)
        self.send_header("content-length", "0")
        # What was not read is not taken for the next request.
        self.close_connection = status == 413
        self.end_headers()

    def log_message(self, *_):
        pass


if __name__ == "__main__":
    with closing(sqlite3.connect(INBOX)) as database:
        database.executescript(SCHEMA)
    threading.Thread(target=handle_all, daemon=True).start()
    server = ThreadingHTTPServer(("127.0.0.1", int(os.environ.get("PORT", 8080))), Receiver)
    print(f"listening on http://127.0.0.1:{server.server_port}", flush=True)
    server.serve_forever()

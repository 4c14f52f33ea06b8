"""A mail server that keeps each mail, as Python's own parser reads it, as a line of JSON in `mails`.

Arguments: the port; a name and a password, if whoever sends must show them.
"""

import json
import sys
import threading
from email import message_from_bytes, policy

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult

PORT, *CREDENTIALS = sys.argv[1:]


class Keeper:
    async def handle_DATA(self, server, session, envelope):
        mail = message_from_bytes(envelope.content, policy=policy.default)
        kept = {
            "sender": envelope.mail_from,
            "recipients": envelope.rcpt_tos,
            "headers": {name.lower(): str(value) for name, value in mail.items()},
            "text": mail.get_content(),
        }
        with open("mails", "a") as file:
            file.write(json.dumps(kept) + "\n")
        return "250 kept"


def authenticate(server, session, envelope, mechanism, shown):
    return AuthResult(success=[shown.login.decode(), shown.password.decode()] == CREDENTIALS, handled=False)


Controller(
    Keeper(),
    hostname="127.0.0.1",
    port=int(PORT),
    auth_required=bool(CREDENTIALS),
    auth_require_tls=False,
    authenticator=authenticate,
).start()
print("serving", flush=True)
threading.Event().wait()

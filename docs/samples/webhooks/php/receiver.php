<?php
// Receives webhooks of Switchroom: `WEBHOOK_SECRETS="whsec_…" php -S 127.0.0.1:8080 receiver.php`, or behind any web server.
//
// A delivery is verified, kept and handled in one transaction, and answered. Needs the extension pdo_sqlite.

declare(strict_types=1);

const TOLERANCE_SECONDS = 300;

/** Whether one of the secrets has signed this, within the tolerance. */
function is_signed(string $body): bool
{
    [$id, $timestamp, $signatures] = array_map('header_of_request', ['webhook-id', 'webhook-timestamp', 'webhook-signature']);
    if ($id === '' || !ctype_digit($timestamp) || abs(time() - (int) $timestamp) > TOLERANCE_SECONDS) {
        return false;
    }
    // While a secret is rotated, the new one and the old one, with a blank between.
    foreach (explode(' ', (string) getenv('WEBHOOK_SECRETS')) as $secret) {
        $key = base64_decode(preg_replace('/^whsec_/', '', $secret), true);
        if ($key === false || $key === '') {
            continue;
        }
        $expected = 'v1,' . base64_encode(hash_hmac('sha256', "$id.$timestamp.$body", $key, true));
        foreach (explode(' ', $signatures) as $signature) {
            if (hash_equals($expected, $signature)) {
                return true;
            }
        }
    }
    return false;
}

function header_of_request(string $name): string
{
    return $_SERVER['HTTP_' . strtoupper(strtr($name, '-', '_'))] ?? '';
}

/**
 * The ids of deliveries that were handled, and how far every room has come. This belongs into the database of whatever the events change:
 * then both are in one transaction.
 */
function open_inbox(): PDO
{
    $inbox = new PDO('sqlite:' . (getenv('INBOX') ?: 'inbox.db'), options: [PDO::ATTR_TIMEOUT => 10]);
    $inbox->exec('CREATE TABLE IF NOT EXISTS deliveries (id TEXT PRIMARY KEY, received_at TEXT DEFAULT CURRENT_TIMESTAMP)');
    $inbox->exec('CREATE TABLE IF NOT EXISTS rooms (id TEXT PRIMARY KEY, sequence INTEGER)');
    return $inbox;
}

/** Handles a delivery, unless it was handled before. */
function take(PDO $inbox, string $id, int $sequence, array $event): void
{
    $inbox->exec('BEGIN IMMEDIATE');
    $new = $inbox->prepare('INSERT OR IGNORE INTO deliveries (id) VALUES (?)');
    $new->execute([$id]);
    if ($new->rowCount() === 1) {
        // If a later event of the room was here before, what this one says of the room is not the latest.
        $further = $inbox->prepare(
            'INSERT INTO rooms (id, sequence) VALUES (?, ?)
                 ON CONFLICT (id) DO UPDATE SET sequence = excluded.sequence WHERE excluded.sequence > sequence'
        );
        $further->execute([$event['room_id'] ?? '', $sequence]);
        handle($id, $event, $further->rowCount() === 0);
    }
    // Nothing is tried for longer than three days.
    $inbox->exec("DELETE FROM deliveries WHERE received_at < datetime('now', '-7 days')");
    $inbox->exec('COMMIT');
}

/** What the webhook is for. Where it is late, it must not overwrite what is known of the room. What takes longer than a second goes into a queue. */
function handle(string $id, array $event, bool $late): void
{
    file_put_contents('php://stdout', "handled $id {$event['type']} " . ($late ? 'late' : '') . "\n");
}

$body = file_get_contents('php://input');
if ($_SERVER['REQUEST_METHOD'] !== 'POST' || !is_signed($body)) {
    http_response_code(401);
    exit;
}
take(open_inbox(), header_of_request('webhook-id'), (int) header_of_request('switchroom-sequence'), json_decode($body, true, flags: JSON_THROW_ON_ERROR));
http_response_code(204);

# Receives webhooks of Switchroom: `WEBHOOK_SECRETS="whsec_…" ruby receiver.rb`.
#
# A delivery is verified, kept, answered, and handled after that. Needs the gem webrick.

require 'base64'
require 'json'
require 'openssl'
require 'webrick'

# While a secret is rotated, the new one and the old one, with a blank between.
SECRETS = ENV.fetch('WEBHOOK_SECRETS').split.map { |secret| Base64.strict_decode64(secret.delete_prefix('whsec_')) }
TOLERANCE_SECONDS = 300

# Whether one of the secrets has signed this, within the tolerance.
def signed?(request)
  id, timestamp, signatures = %w[webhook-id webhook-timestamp webhook-signature].map { |name| request[name].to_s }
  return false if id.empty? || !timestamp.match?(/\A\d+\z/) || (Time.now.to_i - timestamp.to_i).abs > TOLERANCE_SECONDS

  SECRETS.product(signatures.split).any? do |secret, signature|
    mac = OpenSSL::HMAC.digest('SHA256', secret, "#{id}.#{timestamp}.".b + request.body.b)
    OpenSSL.secure_compare("v1,#{Base64.strict_encode64(mac)}", signature)
  end
end

# The deliveries that were accepted, and how far every room has come. This belongs into the database of whatever the events change, where
# what is older than a week can be dropped: nothing is tried for longer than three days.
class Inbox
  def initialize(path)
    @lock = Mutex.new
    @accepted = {}
    @rooms = Hash.new(0)
    @waiting = Queue.new
    read(path)
    @file = File.open(path, 'a')
  end

  # Keeps a delivery, unless it was accepted before.
  def keep(id, sequence, body)
    entry = { 'id' => id, 'sequence' => sequence, 'event' => JSON.parse(body) }
    @lock.synchronize do
      next if @accepted[id]

      write(entry)
      @waiting << take(entry)
    end
  end

  # Handles whatever is kept: also, after a restart, what was accepted before.
  def handle_all
    loop do
      id, event, late = @waiting.pop
      handle(id, event, late)
      @lock.synchronize { write({ 'handled' => id }) }
    end
  end

  private

  def read(path)
    return unless File.exist?(path)

    kept = {}
    File.foreach(path) do |line|
      entry = JSON.parse(line)
      entry['handled'] ? kept.delete(entry['handled']) : kept[entry['id']] = take(entry)
    end
    kept.each_value { |delivery| @waiting << delivery }
  end

  def take(entry)
    id, sequence, event = entry.values_at('id', 'sequence', 'event')
    # A later event of the room was here before: what this one says of the room is not the latest.
    late = sequence <= @rooms[event['room_id']]
    @rooms[event['room_id']] = sequence unless late
    @accepted[id] = true
    [id, event, late]
  end

  def write(entry)
    @file.puts(JSON.generate(entry))
    @file.fdatasync
  end
end

# What the webhook is for. Where it is late, it must not overwrite what is known of the room.
def handle(id, event, late)
  puts "handled #{id} #{event['type']} #{late ? 'late' : ''}"
end

$stdout.sync = true
inbox = Inbox.new(ENV.fetch('INBOX', 'inbox.jsonl'))
Thread.new { inbox.handle_all }.abort_on_exception = true

server = WEBrick::HTTPServer.new(
  BindAddress: '127.0.0.1', Port: ENV.fetch('PORT', '8080').to_i, AccessLog: [], Logger: WEBrick::Log.new($stderr, WEBrick::Log::WARN)
)
server.mount_proc('/') do |request, response|
  if request.request_method == 'POST' && signed?(request)
    inbox.keep(request['webhook-id'], Integer(request['switchroom-sequence']), request.body)
    response.status = 204
  else
    response.status = 401
  end
end
trap('TERM') { server.shutdown }
puts "listening on http://127.0.0.1:#{server.listeners.first.addr[1]}"
server.start

// Receives webhooks of Switchroom: `WEBHOOK_SECRETS="whsec_…" go run receiver.go`.
//
// A delivery is verified, kept, answered, and handled after that. Needs nothing but Go.
package main

import (
	"bufio"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"os"
	"strconv"
	"strings"
	"sync"
	"time"
)

const (
	tolerance   = 5 * time.Minute
	largestBody = 16 << 20
)

// Event is what of an event everybody needs.
type Event struct {
	Type   string  `json:"type"`
	RoomID *string `json:"room_id"`
}

// Entry is a line of the inbox: a delivery that was accepted, or the id of one that was handled.
type Entry struct {
	ID       string          `json:"id,omitempty"`
	Sequence int64           `json:"sequence,omitempty"`
	Body     json.RawMessage `json:"body,omitempty"`
	Handled  string          `json:"handled,omitempty"`
}

// Waiting is a delivery that was not handled yet.
type Waiting struct {
	id   string
	body []byte
	late bool
}

// Inbox has the deliveries that were accepted, and how far every room has come. This belongs into the database of whatever the events
// change, where what is older than a week can be dropped: nothing is tried for longer than three days.
type Inbox struct {
	lock     sync.Mutex
	file     *os.File
	accepted map[string]bool
	rooms    map[string]int64
	waiting  chan Waiting
}

func main() {
	secrets, err := parseSecrets(os.Getenv("WEBHOOK_SECRETS"))
	check(err)
	inbox, err := openInbox(setting("INBOX", "inbox.jsonl"))
	check(err)
	go inbox.handleAll()
	listener, err := net.Listen("tcp", "127.0.0.1:"+setting("PORT", "8080"))
	check(err)
	fmt.Printf("listening on http://%s\n", listener.Addr())
	check(http.Serve(listener, receiver(secrets, inbox)))
}

func receiver(secrets [][]byte, inbox *Inbox) http.HandlerFunc {
	return func(response http.ResponseWriter, request *http.Request) {
		body, err := io.ReadAll(http.MaxBytesReader(response, request.Body, largestBody))
		if err != nil {
			response.WriteHeader(http.StatusRequestEntityTooLarge)
			return
		}
		if request.Method != http.MethodPost || !isSigned(secrets, request.Header, body) {
			response.WriteHeader(http.StatusUnauthorized)
			return
		}
		sequence, err := strconv.ParseInt(request.Header.Get("switchroom-sequence"), 10, 64)
		if err != nil {
			response.WriteHeader(http.StatusBadRequest)
			return
		}
		waiting, err := inbox.keep(request.Header.Get("webhook-id"), sequence, body)
		if err != nil {
			// It comes again.
			log.Print(err)
			response.WriteHeader(http.StatusInternalServerError)
			return
		}
		response.WriteHeader(http.StatusNoContent)
		if waiting != nil {
			inbox.waiting <- *waiting
		}
	}
}

// isSigned says whether one of the secrets has signed this, within the tolerance.
func isSigned(secrets [][]byte, headers http.Header, body []byte) bool {
	id, timestamp := headers.Get("webhook-id"), headers.Get("webhook-timestamp")
	seconds, err := strconv.ParseInt(timestamp, 10, 64)
	if id == "" || err != nil {
		return false
	}
	if age := time.Since(time.Unix(seconds, 0)); age > tolerance || age < -tolerance {
		return false
	}
	for _, signature := range strings.Fields(headers.Get("webhook-signature")) {
		given, err := base64.StdEncoding.DecodeString(strings.TrimPrefix(signature, "v1,"))
		if err != nil || !strings.HasPrefix(signature, "v1,") {
			continue
		}
		for _, secret := range secrets {
			mac := hmac.New(sha256.New, secret)
			fmt.Fprintf(mac, "%s.%s.", id, timestamp)
			mac.Write(body)
			if hmac.Equal(given, mac.Sum(nil)) {
				return true
			}
		}
	}
	return false
}

// parseSecrets: while a secret is rotated, the new one and the old one, with a blank between.
func parseSecrets(text string) ([][]byte, error) {
	var secrets [][]byte
	for _, secret := range strings.Fields(text) {
		key, err := base64.StdEncoding.DecodeString(strings.TrimPrefix(secret, "whsec_"))
		if err != nil {
			return nil, err
		}
		secrets = append(secrets, key)
	}
	if len(secrets) == 0 {
		return nil, fmt.Errorf("WEBHOOK_SECRETS is empty")
	}
	return secrets, nil
}

func openInbox(name string) (*Inbox, error) {
	file, err := os.OpenFile(name, os.O_RDWR|os.O_CREATE|os.O_APPEND, 0o600)
	if err != nil {
		return nil, err
	}
	inbox := &Inbox{file: file, accepted: map[string]bool{}, rooms: map[string]int64{}, waiting: make(chan Waiting, 1024)}
	var kept []Waiting
	handled := map[string]bool{}
	lines := bufio.NewReader(file)
	for {
		line, err := lines.ReadBytes('\n')
		if err == io.EOF {
			break
		}
		var entry Entry
		if err != nil || json.Unmarshal(line, &entry) != nil {
			return nil, fmt.Errorf("%s cannot be read: %w", name, err)
		}
		if entry.Handled != "" {
			handled[entry.Handled] = true
			continue
		}
		waiting, err := inbox.take(entry)
		if err != nil {
			return nil, err
		}
		kept = append(kept, waiting)
	}
	go func() {
		for _, waiting := range kept {
			if !handled[waiting.id] {
				inbox.waiting <- waiting
			}
		}
	}()
	return inbox, nil
}

// keep keeps a delivery, unless it was accepted before.
func (inbox *Inbox) keep(id string, sequence int64, body []byte) (*Waiting, error) {
	inbox.lock.Lock()
	defer inbox.lock.Unlock()
	if inbox.accepted[id] {
		return nil, nil
	}
	entry := Entry{ID: id, Sequence: sequence, Body: body}
	if err := inbox.write(entry); err != nil {
		return nil, err
	}
	waiting, err := inbox.take(entry)
	return &waiting, err
}

func (inbox *Inbox) take(entry Entry) (Waiting, error) {
	var event Event
	if err := json.Unmarshal(entry.Body, &event); err != nil {
		return Waiting{}, err
	}
	room := ""
	if event.RoomID != nil {
		room = *event.RoomID
	}
	// A later event of the room was here before: what this one says of the room is not the latest.
	late := entry.Sequence <= inbox.rooms[room]
	if !late {
		inbox.rooms[room] = entry.Sequence
	}
	inbox.accepted[entry.ID] = true
	return Waiting{id: entry.ID, body: entry.Body, late: late}, nil
}

func (inbox *Inbox) write(entry Entry) error {
	line, err := json.Marshal(entry)
	if err != nil {
		return err
	}
	if _, err := inbox.file.Write(append(line, '\n')); err != nil {
		return err
	}
	return inbox.file.Sync()
}

// handleAll handles whatever is kept: also, after a restart, what was accepted before.
func (inbox *Inbox) handleAll() {
	for waiting := range inbox.waiting {
		handle(waiting)
		inbox.lock.Lock()
		check(inbox.write(Entry{Handled: waiting.id}))
		inbox.lock.Unlock()
	}
}

// handle is what the webhook is for. What is late must not overwrite what is known of the room.
func handle(waiting Waiting) {
	var event Event
	check(json.Unmarshal(waiting.body, &event))
	late := ""
	if waiting.late {
		late = "late"
	}
	fmt.Println("handled", waiting.id, event.Type, late)
}

func setting(name, usual string) string {
	if value, given := os.LookupEnv(name); given {
		return value
	}
	return usual
}

func check(err error) {
	if err != nil {
		log.Fatal(err)
	}
}

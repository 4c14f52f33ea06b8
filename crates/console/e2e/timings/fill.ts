import type { Api } from "../support/api";

/** Requests at the same time. */
const AT_ONCE = 64;

const FIRST = ["Ada", "Grace", "Alan", "Edsger", "Barbara", "Donald", "Radia", "Tony", "Frances", "Niklaus"];
const LAST = ["Lovelace", "Hopper", "Turing", "Dijkstra", "Liskov", "Knuth", "Perlman", "Hoare", "Allen", "Wirth"];

/** Does something for each number below `count`, many at a time. */
export async function forEach(count: number, work: (at: number) => Promise<void>): Promise<void> {
  let next = 0;
  const worker = async (): Promise<void> => {
    for (let at = next++; at < count; at = next++) await work(at);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
}

/** The name of a customer: no two have the same. */
export function customer(at: number): string {
  return `${FIRST[at % 10]} ${LAST[Math.floor(at / 10) % 10]} ${at}`;
}

/** The last rooms, in which more was said than in the others. */
const TALKATIVE = 250;

/** Rooms, each of a customer of its own who wrote twice and was answered once; in the latest ones 30 messages were said. */
export async function fill(api: Api, channel: string, rooms: number): Promise<void> {
  await forEach(rooms, async (at) => {
    const { id } = await api.room(channel, customer(at), `Hello, this is about order ${at}.`);
    await api.call("POST", `/v1/rooms/${id}/messages`, { text: `We are looking into order ${at}.` });
    for (let line = 0; at >= rooms - TALKATIVE && line < 27; line += 1) {
      await api.says(id, `Line ${line}: ${"so it went on. ".repeat(1 + (line % 5))}`);
    }
    await api.says(id, `Thank you. Order ${at} is a present, so it would be good to know by Friday.`);
  });
}

/** A room in which very much was said; the last is what its customer says. */
export async function longRoom(api: Api, channel: string, messages: number): Promise<string> {
  const { id } = await api.room(channel, "Very Long");
  await forEach(messages, async (at) => {
    await api.says(id, `Line ${at} of a long story. ${"It goes on and on. ".repeat(at % 9)}`);
  });
  await api.says(id, "And that was the end of it.");
  return id;
}

import { Problem } from './problem';

/** What a request needs beside its path. */
export interface Ask {
  method?: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  token?: string;
  body?: unknown;
}

/** How long an answer may take, in milliseconds. */
const WITHIN = 20_000;

/** Asks the server. Whatever goes wrong is a `Problem`. */
export async function ask<T>(path: string, { method = 'GET', token, body }: Ask = {}): Promise<T> {
  const headers: Record<string, string> = {};
  if (token !== undefined) headers.authorization = `Bearer ${token}`;
  if (body !== undefined) headers['content-type'] = 'application/json';
  const init: RequestInit = { method, headers, credentials: 'omit', signal: AbortSignal.timeout(WITHIN) };
  if (body !== undefined) init.body = JSON.stringify(body);
  let answer: Response;
  let text: string;
  try {
    answer = await fetch(`/v1${path}`, init);
    text = await answer.text();
  } catch {
    throw new Problem(0);
  }
  const told = parse(text);
  if (answer.ok) return told as T;
  const wait = Number(answer.headers.get('retry-after'));
  throw new Problem(answer.status, told as object, wait > 0 ? wait * 1000 : undefined);
}

/** Proxies between us and the server answer in words of their own. */
function parse(text: string): unknown {
  try {
    return JSON.parse(text) ?? {};
  } catch {
    return {};
  }
}

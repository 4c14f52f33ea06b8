import type { FilePayload, UploadedFile } from '../api/types';

/** A file that waits to be sent. */
export interface QueuedFile {
  name: string;
  size: number;
  media_type: string;
  /** Its id, once the server has it: then it is said even after a reload. */
  id?: string;
}

/** A file as the thread shows it. */
export interface ShownFile {
  name: string;
  size: number | undefined;
  /** Where it is fetched from; absent: it has not come that far. */
  url: string | undefined;
  isPicture: boolean;
  width: number | undefined;
  height: number | undefined;
}

/** Why a file of this page is not sent although nobody refused it: its bytes went with an earlier page. */
export const LOST = 'file_lost';

/** What the visitor chose, as long as the page lives: a browser keeps no files for pages. */
export class ChosenFiles {
  readonly #files = new Map<string, { file: File; url: string | undefined }>();

  /** Keeps a file under the id of its message. */
  add(local: string, file: File): QueuedFile {
    const url = isPicture(file.type) ? URL.createObjectURL(file) : undefined;
    this.#files.set(local, { file, url });
    return { name: file.name, size: file.size, media_type: file.type };
  }

  get(local: string): File | undefined {
    return this.#files.get(local)?.file;
  }

  /** Where a picture can be seen before the server has it. */
  preview(local: string): string | undefined {
    return this.#files.get(local)?.url;
  }

  remove(local: string): void {
    const url = this.preview(local);
    if (url !== undefined) URL.revokeObjectURL(url);
    this.#files.delete(local);
  }
}

/** The file that a stored message has. */
export function fileOf(payload: unknown): ShownFile | undefined {
  const file = payload as Partial<FilePayload> | null | undefined;
  const url = address(file);
  if (file == null || url === undefined) return undefined;
  const media = text(file.media_type) ?? text(file.mime_type) ?? '';
  return {
    name: text(file.name) ?? text(file.filename) ?? lastPart(url),
    size: number(file.size),
    url,
    isPicture: isPicture(media),
    width: number(file.width),
    height: number(file.height),
  };
}

/** A file that waits, as it is shown meanwhile. */
export function queuedFile({ name, size, media_type }: QueuedFile, preview: string | undefined): ShownFile {
  return { name, size, url: preview, isPicture: isPicture(media_type), width: undefined, height: undefined };
}

/** What is kept of a file that the server has. */
export function uploadedFile({ id, name, size, media_type }: UploadedFile): QueuedFile {
  return { id, name, size, media_type };
}

/** Where a file is fetched from: this server's own by its path, whatever name of the server's it was posted by. */
function address(file: Partial<FilePayload> | null | undefined): string | undefined {
  const given = text(file?.url);
  if (given === undefined || !URL.canParse(given, location.href)) return undefined;
  const url = new URL(given, location.href);
  if (file?.file_id !== undefined && url.pathname.startsWith('/files/')) return url.pathname;
  return url.protocol === 'https:' || url.origin === location.origin ? url.href : undefined;
}

/** What browsers show as a picture and nothing else: the server sends these to be shown in place. */
function isPicture(media: string): boolean {
  return /^image\/(avif|bmp|gif|jpeg|png|webp)$/.test(media);
}

function lastPart(url: string): string {
  const last = url.split(/[?#]/)[0]?.split('/').at(-1) ?? '';
  try {
    return decodeURIComponent(last);
  } catch {
    return last;
  }
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

function number(value: unknown): number | undefined {
  return typeof value === 'number' && value >= 0 ? value : undefined;
}

import { Problem } from './problem';
import type { UploadedFile } from './types';

/** For so long nothing of a file may arrive, in milliseconds. */
const STALLED = 30_000;

/** Uploads a file. `progress` is told how much of it is sent, from 0 to 1. Whatever goes wrong is a `Problem`. */
export function upload(file: File, token: string, progress: (part: number) => void): Promise<UploadedFile> {
  // `fetch` does not tell how far it has come.
  const request = new XMLHttpRequest();
  return new Promise((resolve, reject) => {
    let timer = 0;
    const stalls = () => {
      clearTimeout(timer);
      timer = window.setTimeout(() => request.abort(), STALLED);
    };
    request.upload.onprogress = ({ loaded, total }) => {
      stalls();
      progress(total > 0 ? loaded / total : 0);
    };
    request.onloadend = () => {
      clearTimeout(timer);
      const told = (request.response ?? {}) as object;
      if (request.status === 201) return resolve(told as UploadedFile);
      const wait = Number(request.status > 0 ? request.getResponseHeader('retry-after') : 0);
      reject(new Problem(request.status, told, wait > 0 ? wait * 1000 : undefined));
    };
    const form = new FormData();
    form.append('file', file, file.name);
    request.open('POST', '/v1/files');
    request.responseType = 'json';
    request.setRequestHeader('authorization', `Bearer ${token}`);
    request.send(form);
    stalls();
  });
}

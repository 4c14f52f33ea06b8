import { ownHeaders } from "./call";
import { Problem, Unreachable } from "./problem";
import type { ProblemDocument, UploadedFile } from "./types";

/** Uploads a file, and tells how far it has come, from 0 to 1. `fetch` tells nothing of that, so it is an old request. */
export function uploadFile(file: Blob, name: string, progress: (part: number) => void): Promise<UploadedFile> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open("POST", "/v1/files");
    for (const [header, value] of Object.entries(ownHeaders())) request.setRequestHeader(header, value);
    request.responseType = "json";
    request.upload.onprogress = ({ loaded, total, lengthComputable }) => {
      if (lengthComputable && total > 0) progress(loaded / total);
    };
    request.onerror = () => reject(new Unreachable());
    request.onload = () => {
      if (request.status < 300) resolve(request.response as UploadedFile);
      else reject(problemOf(request));
    };
    const body = new FormData();
    body.append("file", file, name);
    request.send(body);
  });
}

function problemOf({ response, status, statusText }: XMLHttpRequest): Error {
  const document = response as ProblemDocument | null;
  if (document?.code) return new Problem(document);
  if (status >= 500) return new Unreachable();
  const detail = statusText || String(status);
  return new Problem({ type: "about:blank", title: detail, status, detail, code: `http_${status}` });
}

import { describe, expect, it } from "vitest";
import { refusalOf } from "./attachments";

const limits = { max_bytes: 100, media_types: ["image/*", "application/pdf"] };
const file = (type: string, size = 1) => ({ type, size });

describe("a file that is attached", () => {
  it("is refused if the server would refuse it", () => {
    expect(refusalOf(file("image/png", 101), limits)).toBe("tooLarge");
    expect(refusalOf(file("image/png", 100), limits)).toBeNull();
    expect(refusalOf(file("application/pdf"), limits)).toBeNull();
    expect(refusalOf(file("application/zip"), limits)).toBe("wrongType");
    expect(refusalOf(file("imagery/png"), limits)).toBe("wrongType");
  });

  it("is left to the server where nobody knows better", () => {
    expect(refusalOf(file(""), limits)).toBeNull();
    expect(refusalOf(file("application/zip", 10_000), undefined)).toBeNull();
    expect(refusalOf(file("application/zip"), { max_bytes: 100, media_types: ["*/*"] })).toBeNull();
  });
});

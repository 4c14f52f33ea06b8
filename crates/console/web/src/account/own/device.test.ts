import { describe, expect, it } from "vitest";
import { deviceOf } from "./device";

const CHROME = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0.0.0 Safari/537.36";

describe("a device", () => {
  it("is a browser on a system", () => {
    expect(deviceOf(CHROME)).toEqual({ program: "Chrome", system: "Linux", isHandheld: false });
    expect(deviceOf(`${CHROME} Edg/130.0.0.0`).program).toBe("Edge");
    expect(
      deviceOf(
        "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Mobile/15E148 Safari/604.1",
      ),
    ).toEqual({ program: "Safari", system: "iPhone", isHandheld: true });
    expect(
      deviceOf("Mozilla/5.0 (Macintosh; Intel Mac OS X 10.15; rv:132.0) Gecko/20100101 Firefox/132.0").program,
    ).toBe("Firefox");
  });

  it("is the program that it calls itself, if it is no browser", () => {
    expect(deviceOf("curl/8.5.0")).toEqual({ program: "curl", system: null, isHandheld: false });
  });

  it("is nothing that anybody knows, if it says nothing", () => {
    for (const silent of [undefined, "", "Mozilla/5.0 (compatible)"]) {
      expect(deviceOf(silent)).toEqual({ program: null, system: null, isHandheld: false });
    }
  });
});

import { describe, expect, it } from "vitest";
import { setupOf } from "./body";

describe("what a first administrator says", () => {
  it("is sent as far as he said it, his password as he typed it", () => {
    const form = new FormData();
    form.set("organization_name", " Acme ");
    form.set("name", "Ada");
    form.set("email", " ");
    form.set("password", " a long password ");
    expect(setupOf("secret", form)).toEqual({
      token: "secret",
      organization_name: "Acme",
      name: "Ada",
      password: " a long password ",
      cookie: true,
    });
  });
});

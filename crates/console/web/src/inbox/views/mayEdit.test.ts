import { expect, it } from "vitest";
import type { SavedView } from "@/api/types";
import { mayEdit } from "./mayEdit";

it("views are changed by their owners, and shared ones by who may share", () => {
  const view = (owner_id: string, shared: boolean): SavedView => ({
    id: "v",
    name: "View",
    shared,
    owner_id,
    filter: {},
    created_at: "",
    updated_at: "",
  });
  const me = (permissions: string[]) => ({ userId: "me", may: (wanted: string) => permissions.includes(wanted) });
  expect(mayEdit(view("me", false), me([]))).toBe(true);
  expect(mayEdit(view("me", true), me([]))).toBe(true);
  expect(mayEdit(view("other", true), me([]))).toBe(false);
  expect(mayEdit(view("other", true), me(["view.share"]))).toBe(true);
  expect(mayEdit(view("other", false), me(["view.share"]))).toBe(false);
});

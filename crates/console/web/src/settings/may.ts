import { useLive } from "@/live/context";

/** Whether the user may do something. */
export function useMay(permission: string): boolean {
  return useLive().me.permissions.includes(permission);
}

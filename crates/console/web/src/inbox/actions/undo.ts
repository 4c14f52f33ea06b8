/** The last things that were done and can be taken back, the latest at the end. */
const steps: (() => Promise<unknown>)[] = [];
const MOST = 50;

export const undo = {
  push(step: () => Promise<unknown>): void {
    steps.push(step);
    if (steps.length > MOST) steps.shift();
  },
  get isPossible(): boolean {
    return steps.length > 0;
  },
  /** Takes back this step, whatever was done since. */
  async this(step: () => Promise<unknown>): Promise<void> {
    const at = steps.indexOf(step);
    if (at < 0) return;
    steps.splice(at, 1);
    await step();
  },
  async last(): Promise<boolean> {
    const step = steps.pop();
    if (!step) return false;
    await step();
    return true;
  },
};

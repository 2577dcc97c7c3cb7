// What the pages of a draft decide without a page: what a question holds, which questions are asked, when to try again.

export type Held = string | string[];

export interface Control {
  readonly type: string;
  readonly value: string;
  readonly checked: boolean;
}

const FIRST_WAIT_MS = 2_000;
const LONGEST_WAIT_MS = 30_000;
const LINE_END = /\r\n?/g;

/** What the controls of one question hold, in the shape in which the form would send it. */
export function heldBy(kind: string, controls: readonly Control[]): Held {
  if (kind === "multi_choice") {
    return controls.filter((one) => one.type === "checkbox" && one.checked).map((one) => one.value);
  }
  const radios = controls.filter((one) => one.type === "radio");
  const text = radios.length > 0 ? radios.find((one) => one.checked)?.value : controls[0]?.value;
  return (text ?? "").replace(LINE_END, "\n").trim();
}

export function isSame(a: Held, b: Held): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

export interface Condition {
  readonly path: string;
  readonly askedBy: string;
  readonly values: readonly string[];
}

/** The questions that are not asked: those whose condition fails, or hangs on one that is not asked. */
export function notAsked(conditions: readonly Condition[], held: (path: string) => Held | undefined): Set<string> {
  const hidden = new Set<string>();
  // A condition stands after the question that it looks at: one pass in order is enough.
  for (const one of conditions) {
    const answer = held(one.askedBy);
    const answers = Array.isArray(answer) ? answer : [answer ?? ""];
    if (hidden.has(one.askedBy) || !answers.some((value) => one.values.includes(value))) hidden.add(one.path);
  }
  return hidden;
}

/** How long to wait before the next try: twice as long each time, half a minute at most. */
export function waitBefore(attempt: number): number {
  return Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** Math.max(0, attempt - 1));
}

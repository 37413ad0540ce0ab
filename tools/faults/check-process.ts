import { attemptHere } from "./attempt.ts";
import { checks } from "./checks/index.ts";
import { createTally, type Limits, type Outcome } from "./tally.ts";

/** Argument of the process of a check. */
export interface CheckTask {
  readonly id: string;
  readonly root: string;
  readonly build: string;
  readonly seed: number;
  readonly times: number;
  readonly limits: Limits;
}

/** Message of the process of a check: an outcome, or its end. */
export type FromCheck =
  | { readonly outcome: Outcome; readonly detail: string; readonly times: number }
  | { readonly end: true; readonly measured: string | null; readonly error: string | null };

// Child process: carries out one check, and sends each outcome when it is known. Argument: a `CheckTask` as JSON.
const { id, limits, ...task } = JSON.parse(process.argv[2]!) as CheckTask;
const send = (message: FromCheck, then = () => undefined): void => void process.send!(message, then);
process.once("disconnect", () => process.exit(1));
const tally = createTally(limits, (outcome, detail = "", times = 1) => send({ outcome, detail, times }));
const check = checks.find((each) => each.id === id)!;
const error = await attemptHere({ ...task, check, tally }).then(
  () => null,
  (thrown: Error) => thrown.message,
);
send({ end: true, measured: tally.measured ?? null, error }, () => process.exit());

/** A graph contains an op that its target lacks. */
export class MissingLoweringError extends Error {
  override readonly name = "MissingLoweringError";
  readonly op: string;
  constructor(target: string, op: string) {
    super(`the target ${target} has no lowering of ${op}`);
    this.op = op;
  }
}

import { type Params, type TrainableModel, under } from "@tweedie/core";

/** The params that a player is called with: its own, laid over the teacher's where it shares them. */
export const paramsOf = <T>(
  { sharesTeacher }: Pick<TrainableModel, "sharesTeacher">,
  own: Params<T>,
  state: Params<T>,
): Params<T> => (sharesTeacher ? { ...under("teacher", state), ...own } : own);

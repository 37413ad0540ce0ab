import { type Params, type TrainableModel, under } from "@tweedie/core";

/** Params that a trainable model is called with: its own, merged over the teacher's if it shares them. */
export const modelParams = <T>(
  { sharesTeacher }: Pick<TrainableModel, "sharesTeacher">,
  own: Params<T>,
  state: Params<T>,
): Params<T> => (sharesTeacher ? { ...under("teacher", state), ...own } : own);

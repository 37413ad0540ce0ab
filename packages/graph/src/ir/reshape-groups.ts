import type { Shape } from "./tensor-type.ts";

/** Axes before and after a reshape that contain the same elements in the same order. */
export interface ReshapeGroup {
  readonly from: readonly number[];
  readonly to: readonly number[];
}

/** Factors a reshape into the smallest groups of axes that are reshaped independently. */
export function reshapeGroups(from: Shape, to: Shape): ReshapeGroup[] {
  const groups: ReshapeGroup[] = [];
  let i = 0;
  let j = 0;
  while (i < from.length || j < to.length) {
    const group = { from: [] as number[], to: [] as number[] };
    let left = 1;
    let right = 1;
    const takeFrom = () => {
      left *= from[i]!;
      group.from.push(i++);
    };
    const takeTo = () => {
      right *= to[j]!;
      group.to.push(j++);
    };
    if (i < from.length) takeFrom();
    if (j < to.length) takeTo();
    while (left !== right) {
      if ((left < right && i < from.length) || j === to.length) takeFrom();
      else takeTo();
    }
    groups.push(group);
  }
  return groups;
}

/** A student this near the teacher's parameters has arrived: ten times the length of the last step. */
const atTeacher = 0.01;

/** `5 of 6`: the students that have arrived at the teacher, by their distances from its parameters. */
export const formatArrived = (errors: readonly number[]): string =>
  `${errors.filter((error) => error < atTeacher).length} of ${errors.length}`;

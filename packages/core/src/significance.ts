/** Multiple of the spread of a difference up to which the difference counts as chance: about 95 % of draws are within. */
export const significance = 2;

// Names of a step's graph: weights and draws are inputs, next weights and outputs are results. Their own names may coincide.

export const weightInput = (weight: string): string => `state/${weight}`;
export const drawInput = (draw: string): string => `draw/${draw}`;
export const nextWeight = (weight: string): string => `next/${weight}`;
export const stepOutput = (output: string): string => `output/${output}`;

/** What the page is given of a student, beside its ONNX file. */
export interface WebStudent {
  readonly name: string;
  readonly latentShape: readonly number[];
  /** How many classes it tells apart, if it does: the file then has a second input, `label`. */
  readonly classes?: number | undefined;
  /** Shape of one sample: an image `[h, w, 1]` or `[h, w, 3]`, or a point. */
  readonly shape: readonly number[];
}

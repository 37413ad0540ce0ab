/** Description of a student for the page, in addition to its ONNX file. */
export interface WebStudent {
  readonly name: string;
  /** Shape of a latent, which contains the noise of all steps. */
  readonly latentShape: readonly number[];
  /** Number of steps of a student of several: the ONNX file contains them all. */
  readonly steps?: number | undefined;
  /** Number of classes, if it is class-conditional: the ONNX file then has a second input, `label`. */
  readonly classes?: number | undefined;
  /** Shape of one sample: an image `[h, w, 1]` or `[h, w, 3]`, or a point. */
  readonly shape: readonly number[];
}

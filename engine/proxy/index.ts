/** What the trainer and its hosts use of the cost proxy. */
export { pieceOf, slopeAt, valueAt, type Curve } from './curve.ts';
export {
  fitProxy,
  type LayerPoint,
  type LayerSetting,
  type MeasureLayer,
  type ProxyFit,
} from './fit-proxy.ts';
export type { BitsLoss } from './hardware-choice.ts';
export {
  HardwareModel,
  type ChoiceInLoop,
  type HardwareModelOptions,
  type HardwareModelState,
  type HardwareObservation,
} from './hardware-model.ts';

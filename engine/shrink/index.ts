/** What hosts use of the removal of units. */
export { checkShrinkSpec, checkUnits } from './check.ts';
export { chooseUnits } from './choose-units.ts';
export { importanceOfUnits } from './importance.ts';
export { indices, removableLayers, removeUnits, type TrainedNetwork } from './remove-units.ts';
export { type ChosenUnits, type ShrinkJudge, type ShrinkRound } from './shrink-state.ts';
export { takeSizes } from './take-sizes.ts';
export { stepsDown } from './unit-sizes.ts';

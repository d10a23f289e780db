/** What hosts use of the trainer: plan, team, training, evaluation, recordings, checkpoints. */
export { CONTROL, MAX_MEMBERS, SHARDS, type Board } from './board.ts';
export { checkFits, decodeCheckpoint, encodeCheckpoint, type Checkpoint } from './checkpoint.ts';
export { deployedLayers, type DeployedLayer } from './deployed.ts';
export { checkpointWeights } from './effective.ts';
export { costSamples, evaluateSet, kernelsOf, mergeActivity, recordings } from './evaluate.ts';
export type { HardwareInLoop } from './hardware-loss.ts';
export { initialWeights } from './initialise.ts';
export { TeamMember } from './member.ts';
export { membraneTrace } from './membrane.ts';
export { checkTrainSpec, planTraining, type PlanInput, type TrainingPlan } from './plan.ts';
export { hardwareIssues, type HardwareBits } from './hardware-numbers.ts';
export { hardwareAccuracy } from './hardware-run.ts';
export { recordActivity } from './record.ts';
export type { TrainSettings } from './settings.ts';
export { readTask, unitsOf, writeTask, type TeamTask } from './task.ts';
export { inlineTeam, type Team, type TeamVerdict } from './team.ts';
export { trainNetwork } from './trainer.ts';
export type { TrainingHooks, TrainingInput, TrainingProgress, TrainingResult } from './training-input.ts';

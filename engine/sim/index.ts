/**
 * The simulator as its hosts see it: `planSimulation` checks a request, `simulateNetwork` runs one sample,
 * `averageNetwork` the mean over samples. `Scratch` may be kept per thread to avoid allocation.
 */
export { simulateAblations } from './ablations.ts';
export { averageCosts, averageNetwork } from './average.ts';
export { bufferNeeds } from './buffer-needs.ts';
export { explainChange } from './explain-change.ts';
export type { ChangeSide } from './explain-change.ts';
export { contextOf } from './layer-context.ts';
export { memoriesOf } from './memories.ts';
export { checkSystems, planSimulation } from './plan.ts';
export type { SimulationPlan, SimulationRequest } from './plan.ts';
export { simulateSamples } from './mean-report.ts';
export type { SampledReports } from './mean-report.ts';
export { rooflineOf } from './roofline.ts';
export { allTws, bestPtbTws, ptbEdpRatios } from './ptb-tws.ts';
export { LayerInput, simulateLayer } from './simulate-layer.ts';
export { simulateNetwork } from './simulate-network.ts';
export { checkActivity, isPeer, PEER_MODELS } from './systems/index.ts';
export { networkOf, simulateAlone } from './simulate-alone.ts';
export { hasWindows } from '../schedule/dispatch.ts';
export { reprice, repriceLayer } from '../cost/reprice.ts';
export { energyBand, ratioBand, ratioBands } from '../cost/sensitivity.ts';
export { siliconOf, withLeakage } from '../cost/silicon.ts';
export { twsCosts } from './tws-costs.ts';
export { withWeightBits } from './with-weight-bits.ts';
export { Scratch } from '../schedule/scratch.ts';
export { checkTws, twsPerLayer } from '../schedule/time-windows.ts';

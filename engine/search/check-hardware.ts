/**
 * What the accelerators of a space can be told without an activity: values that a key does not take, a space in which
 * none can run the network, an area bound below the least area. Up to MOST_BUILT accelerators are all built, so the
 * least area is exact; beyond, it is that of the smallest memories and fewest PEs, which need not go together.
 */
import { applyArchOverrides } from '../arch/arch.ts';
import {
  errorAt,
  type ArchConfig,
  type ArchOverrides,
  type EnergyTable,
  type Issue,
  type SearchConstraint,
  type SearchMetric,
  type SearchSpace,
} from '../contract/index.ts';
import { boundIssue } from './bound-issue.ts';
import { areaOf, buildHardware, hardwareSpace, type HardwareBase } from './hardware.ts';
import { choiceAt, pointNumber, spaceSize } from './space.ts';

const MOST_BUILT = 2000;
/** Keys that the area of an array system depends on, each on its own. */
const AREA_KEYS = ['array.rows', 'array.cols', 'glb.bytes', 'lbuf.bytes'];

interface Asked {
  readonly space: SearchSpace;
  readonly objectives: readonly SearchMetric[];
  readonly constraints: readonly SearchConstraint[];
}

/** Mistakes in single values and metrics. */
export function checkValuesAndTable(
  arch: ArchConfig,
  energy: EnergyTable,
  { space, objectives, constraints }: Asked,
): Issue[] {
  return [
    ...hardwareSpace(space).parameters.flatMap(({ key, values }) => checkValues(arch, space, key, values)),
    ...(energy.silicon ? [] : checkTable(energy.name, objectives, constraints)),
  ];
}

/** What whole accelerators tell; only of a space without mistakes. */
export function checkAccelerators(base: HardwareBase, { space, constraints }: Asked): Issue[] {
  const own = hardwareSpace(space);
  const isWhole = spaceSize(own) <= MOST_BUILT;
  const stuck = isWhole ? checkSomeRuns(base, own) : [];
  if (stuck.length) return stuck;
  return constraints.flatMap((constraint, i) => {
    if (constraint.metric !== 'areaMm2') return [];
    const least = isWhole ? leastBuilt(base, own, constraint.most) : leastParts(base, own);
    return least.areaMm2 > constraint.most ? [boundIssue(i, constraint, least.areaMm2, least.choice)] : [];
  });
}

function checkValues(
  arch: ArchConfig,
  space: SearchSpace,
  key: string,
  values: readonly (number | string | boolean)[],
): Issue[] {
  const at = space.parameters.findIndex((parameter) => parameter.key === key);
  return values.flatMap((value) => {
    const applied = applyArchOverrides(arch, { [key]: value }, '');
    // Buffers that are too small here may be large enough beside other values.
    const faults = applied.ok ? [] : applied.issues.filter(({ code }) => code === 'arch/value');
    return faults.map(({ message }) => errorAt(`space.parameters[${at}].values`, 'search/value', message));
  });
}

function checkTable(
  table: string,
  objectives: readonly SearchMetric[],
  constraints: readonly SearchConstraint[],
): Issue[] {
  const message = `must not be asked of an energy table without areas (got areaMm2 with ${table}); choose cacti-32nm, or leave areaMm2 out`;
  return [
    ...(objectives.includes('areaMm2') ? [errorAt('objectives', 'search/no-area', message)] : []),
    ...constraints.flatMap(({ metric }, i) =>
      metric === 'areaMm2' ? [errorAt(`constraints[${i}]`, 'search/no-area', message)] : [],
    ),
  ];
}

function checkSomeRuns(base: HardwareBase, own: SearchSpace): Issue[] {
  let reason: string | undefined;
  const size = spaceSize(own);
  for (let n = 0; n < size; n++) {
    const built = buildHardware(base, choiceAt(own, pointNumber(own, n)));
    if (built.ok) return [];
    const [issue] = built.issues;
    reason ??= `${issue.path.replace(/^(space|arch)[. ]/, '')} ${issue.message}`;
  }
  const got = size === 1 ? `${reason}` : `${size} that cannot; the first: ${reason}`;
  return [
    errorAt(
      'space.parameters',
      'search/cannot-run',
      `must hold an accelerator that can run ${base.network.name} (got ${got})`,
    ),
  ];
}

interface Least {
  readonly areaMm2: number;
  readonly choice: ArchOverrides;
}

/** Of those that can run the network; ends at the first that holds the bound. */
function leastBuilt(base: HardwareBase, own: SearchSpace, enough: number): Least {
  let least: Least = { areaMm2: Infinity, choice: {} };
  for (let n = 0, size = spaceSize(own); n < size && least.areaMm2 > enough; n++) {
    const choice = choiceAt(own, pointNumber(own, n));
    const built = buildHardware(base, choice);
    const areaMm2 = (built.ok && built.value.areaMm2) || Infinity;
    if (areaMm2 < least.areaMm2) least = { areaMm2, choice };
  }
  return { ...least, choice: areaChoice(least.choice) };
}

/** Area is a sum over memories of a power of their size, and the PEs a product: each key by itself has its best value. */
function leastParts(base: HardwareBase, own: SearchSpace): Least {
  let { arch } = base;
  const choice: Record<string, ArchOverrides[string]> = {};
  for (const { key, values } of own.parameters) {
    if (!AREA_KEYS.includes(key)) continue;
    const [group, field] = key.split('.') as ['array', 'rows'];
    const tried = values.map((value) => ({ ...arch, [group]: { ...arch[group], [field]: Number(value) } }));
    const areas = tried.map((one) => areaOf(base, one) ?? Infinity);
    const best = areas.indexOf(Math.min(...areas));
    arch = tried[best];
    choice[key] = values[best];
  }
  return { areaMm2: areaOf(base, arch) ?? Infinity, choice };
}

const areaChoice = (choice: ArchOverrides): ArchOverrides =>
  Object.fromEntries(Object.entries(choice).filter(([key]) => AREA_KEYS.includes(key)));

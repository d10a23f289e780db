/**
 * Times of other simulators on the networks of SpikeX Table II, seconds for one sample, lower ends of what we measured
 * on two cores. They do different work: none of them counts what ours counts, so a ratio compares waiting times only.
 */
interface PeerTime {
  readonly peer: string;
  readonly seconds: Readonly<Record<string, number>>;
}

const PEERS: readonly PeerTime[] = [
  {
    peer: 'Prosperity, PTB path on the CPU (cycles only)',
    seconds: { nmnist: 1.8, 'dvsg-medium': 2.5, 'dvsg-large': 1.7 },
  },
  {
    peer: 'SCALE-Sim v3, one dense time step with traces',
    seconds: { nmnist: 1.8, 'dvsg-medium': 8.4, 'dvsg-large': 6.5 },
  },
  {
    peer: 'SATA_Sim (dense, scalar sparsity)',
    seconds: { nmnist: 8.6, 'dvsg-medium': 31.4, 'dvsg-large': 22.6 },
  },
];

/** `different work: PEER 1.80 s (6,000x); …` for a network that the peers were run on. */
export function differentWork(network: string, ourMs: number): string {
  const parts = PEERS.map(({ peer, seconds }) => {
    const ratio = Math.round((seconds[network] * 1000) / ourMs).toLocaleString('en-US');
    return `${peer} ${seconds[network]} s (${ratio}x)`;
  });
  return `different work: ${parts.join('; ')}`;
}

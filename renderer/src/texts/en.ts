/** Every text of shell, Home and Data in English. Plain, short, present tense. */
export const en = {
  app: 'SpikeX Workbench',
  pages: {
    home: { title: 'Home', about: 'Demo, this machine, keys' },
    data: { title: 'Data', about: 'Look at event recordings and what the network sees of them' },
    train: { title: 'Train', about: 'Train a network, with or without the hardware loss' },
    runs: { title: 'Runs', about: 'Every run in one table' },
    compare: { title: 'Compare', about: 'Accuracy against EDP' },
  },
};

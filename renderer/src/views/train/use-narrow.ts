/** Whether the window is below the width where panes start to share a place. */
import { onBeforeUnmount, ref, type Ref } from 'vue';

export function useNarrow(): Ref<boolean> {
  const query = matchMedia('(max-width: 1199px)');
  const narrow = ref(query.matches);
  const follow = (event: MediaQueryListEvent): void => {
    narrow.value = event.matches;
  };
  query.addEventListener('change', follow);
  onBeforeUnmount(() => query.removeEventListener('change', follow));
  return narrow;
}

/** True from 1200 px on: there is room for an inspector beside the page. */
import { onBeforeUnmount, readonly, ref, type Ref } from 'vue';

export function useWide(): Readonly<Ref<boolean>> {
  const query = matchMedia('(min-width: 1200px)');
  const wide = ref(query.matches);
  const changed = ({ matches }: MediaQueryListEvent): void => {
    wide.value = matches;
  };
  query.addEventListener('change', changed);
  onBeforeUnmount(() => query.removeEventListener('change', changed));
  return readonly(wide);
}

/** Tells whether an id comes for the first time. @param most ids that are remembered */
export function createOnce(most: number): (id: string) => boolean {
  const met = new Set<string>();
  return (id) => {
    if (met.has(id)) return false;
    met.add(id);
    const [oldest] = met;
    if (met.size > most && oldest !== undefined) met.delete(oldest);
    return true;
  };
}

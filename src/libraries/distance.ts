/** How many letters have to be changed, added or taken away to make one text another. */
export { distance } from 'fastest-levenshtein';

import { isGeneratedFrom } from '../compiler/build/sources.ts';
import './support/authorities.ts';
import { endUnlessFresh } from './support/fresh-build.ts';

// Every test runs the source with the generated code.
endUnlessFresh(isGeneratedFrom);

/** Tests of the fixtures: a fixture that does not do what it says makes every other test worthless. */
@NullMarked
package id.segel.softhsm;

import org.jspecify.annotations.NullMarked;

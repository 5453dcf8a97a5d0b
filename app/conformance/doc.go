// Package conformance holds the tests in which programs by others judge Handrail:
// Debian's name, web and mail servers serve what a guide made, and independent
// programs read it. They run in a network and a mount namespace of their own, so
// that ports 25, 53 and 443 and all of /etc are theirs. These tests need root and
// Debian's packages: run them with "make judges".
//
// The tests of the words and of the width of lines read the code itself. They need
// nothing and run with all others.
package conformance

// Package judge holds the tests in which programs by others judge Handrail:
// Debian's name, web and mail servers serve what a guide made, and independent
// programs read it. They run in a network and a mount namespace of their own, so
// that ports 25, 53 and 443 and all of /etc are theirs.
//
// The tests need root and Debian's packages: run them with "make judges".
package judge

// Package guidetest goes through a guide as a person does, and reports what is wrong
// with it. World is a whole fictional organisation in memory, so that a guide needs no
// test data of its own.
//
//	func TestGuide(t *testing.T) { guidetest.Run(t, domaincheck.Guide) }
//
// Run answers every question with each of its options, calls every function of every
// step, and reads every text. It also takes parts of the organisation away: a guide
// must never say “none” of what was not read.
package guidetest

//go:build !race

package attendance

// spare is the memory, in bytes, that the race detector adds to what a file takes.
const spare = 0

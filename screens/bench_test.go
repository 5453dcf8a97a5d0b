package screens

import (
	"testing"

	"handrail/app/task"
)

// BenchmarkPageChange is one move of the wizard: Back from a page and forth again.
func BenchmarkPageChange(b *testing.B) {
	s := newStage(b, task.Inline{}).open("home")
	s.write("northgate.example").enter()
	s.upTo("hand")
	z := s.wizard()
	b.ResetTimer()
	for range b.N {
		z.goTo("today")
		z.goTo("hand")
	}
}

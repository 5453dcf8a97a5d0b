package display

import "testing"

// TestOpenGL: the check and the version agree.
func TestOpenGL(t *testing.T) {
	version, problem := version()
	t.Logf("OpenGL %q, %v", version, problem)
	if err := Check(); (err == nil) != suffices(version) {
		t.Errorf("OpenGL %q, %v: %v", version, problem, err)
	}
}

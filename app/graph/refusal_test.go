package graph

import (
	"errors"
	"net/http"
	"testing"

	"handrail/app"
	"handrail/app/tenant"
)

// TestAWriteThatIsRefusedCarriesMicrosoftsWords: a guide reads them without knowing HTTP.
func TestAWriteThatIsRefusedCarriesMicrosoftsWords(t *testing.T) {
	err := notChanged(refused(http.StatusBadRequest, http.Header{},
		[]byte(`{"error":{"code":"BadRequest","message":"1103: no such role"}}`)))
	var no *tenant.Refusal
	if !errors.As(err, &no) || no.Status != 400 || no.Code != "BadRequest" || no.Message != "1103: no such role" {
		t.Errorf("%+v", no)
	}
	var a *answer
	if app.CodeOf(err) != app.Invalid || !errors.As(err, &a) || errors.As(app.Errorf(app.Invalid, "a", "b"), &no) {
		t.Errorf("%v", err)
	}
	if no.Error() != "status 400, BadRequest: 1103: no such role" {
		t.Errorf("%v", no)
	}
}

package tenant

import (
	"context"
	"encoding/json"
	"fmt"
)

// Writer reads single objects from Microsoft as they are now, and changes them.
// object is a path as the documentation writes it, without the version:
// "/policies/authenticationMethodsPolicy".
type Writer interface {
	// Read returns the object's JSON. It never comes from the cache. A list is read to its
	// last page: {"value": [...]}; one that was cut off is an error. app.NotFound
	// where Microsoft says that the object is gone.
	Read(ctx context.Context, object string) ([]byte, error)
	// Patch sends a change once and never repeats it. requestID is
	// Microsoft's, where one came. app.Denied where the account may not; an
	// error with *UnknownOutcome in its chain where the answer was lost.
	Patch(ctx context.Context, object string, body []byte) (requestID string, err error)
	// Post creates something, or acts on what is there, once, and never
	// repeats it. answer is Microsoft's, empty where there is none; errors are
	// those of Patch.
	Post(ctx context.Context, object string, body []byte) (answer []byte, requestID string, err error)
	// Delete removes an object, once, and never repeats it. Errors are those of
	// Patch; app.NotFound where Microsoft says that the object is gone.
	Delete(ctx context.Context, object string) (requestID string, err error)
	// Ask makes sure that the sign-in carries scopes, and may open a browser for
	// it. app.Denied, with what to do, where they are not granted.
	Ask(ctx context.Context, scopes ...string) error
}

// ReadInto puts what Microsoft has now at a path into a value. Errors are those of Read, or say that the answer is
// not what it should be.
func ReadInto(ctx context.Context, w Writer, path string, into any) error {
	body, err := w.Read(ctx, path)
	if err != nil {
		return err
	}
	return json.Unmarshal(body, into)
}

// Refusal is what Microsoft answered to a request that it refused. It is in the chain of
// the errors of a Writer.
type Refusal struct {
	Status        int
	Code, Message string // error.code and error.message
	RequestID     string // under which Microsoft knows the request; may be empty
}

// Error returns Microsoft's own words.
func (r *Refusal) Error() string {
	return fmt.Sprintf("status %d, %s: %s", r.Status, r.Code, r.Message)
}

#include <gsasl.h>
#include <stdio.h>
int main(){Gsasl*c;char*o;gsasl_init(&c);gsasl_client_mechlist(c,&o);puts(o);return 0;}

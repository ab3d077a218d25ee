# The rule in one account, from an unpacked archive of a release: docs/release.md.
#
#   terraform init
#   terraform apply -var release=../initial-keys-1.0.0 -var bucket=my-bucket

terraform {
  required_version = ">= 1.5"
  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = ">= 5.0"
    }
  }
}

# The one Region in which the account records IAM users.
provider "aws" {
  region = var.region
}

variable "region" {
  description = "The Region in which the account records IAM users"
  type        = string
  default     = "eu-west-1"
}

variable "release" {
  description = "The folder into which the archive of a release was unpacked"
  type        = string
}

variable "bucket" {
  description = "The name of a new bucket for the function's code and the template"
  type        = string
}

variable "parameters" {
  description = "Parameters of the template, such as { GracePeriodHours = \"24\" }"
  type        = map(string)
  default     = {}
}

resource "aws_s3_bucket" "release" {
  bucket = var.bucket
}

# The key contains the checksum: CloudFormation updates the function only when the key changes. The
# previous object stays until the stack is updated, because a rollback reads it.
resource "aws_s3_object" "jar" {
  bucket = aws_s3_bucket.release.id
  key    = "initial-keys/${filesha256("${var.release}/rule.jar")}/rule.jar"
  source = "${var.release}/rule.jar"

  lifecycle {
    create_before_destroy = true
  }
}

# In the bucket, because the template has more characters than a request may have.
resource "aws_s3_object" "template" {
  bucket = aws_s3_bucket.release.id
  key    = "initial-keys/${filesha256("${var.release}/account.template.json")}/account.template.json"
  source = "${var.release}/account.template.json"

  lifecycle {
    create_before_destroy = true
  }
}

resource "aws_cloudformation_stack" "initial_keys" {
  name         = "InitialKeys"
  template_url = "https://${aws_s3_bucket.release.bucket_regional_domain_name}/${aws_s3_object.template.key}"
  capabilities = ["CAPABILITY_IAM"]
  parameters = merge(var.parameters, {
    JarBucket = aws_s3_object.jar.bucket
    JarKey    = aws_s3_object.jar.key
  })

  # When VpcSubnetIds is removed or changed, or the stack is deleted, Lambda needs up to 40 minutes.
  timeouts {
    update = "90m"
    delete = "90m"
  }
}

output "outputs" {
  description = "The rule, its dashboard, its log group, its failure queue, and its topic if FindingsEmail is set"
  value       = aws_cloudformation_stack.initial_keys.outputs
}
